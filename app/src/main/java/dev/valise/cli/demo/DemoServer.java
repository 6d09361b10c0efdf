package dev.valise.cli.demo;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.valise.cli.ApiClient;
import dev.valise.cli.Json;
import dev.valise.server.Server;
import dev.valise.server.ServerConfiguration;
import java.net.URI;

/** A server in this process, asked over HTTP only. For one thread. */
final class DemoServer implements AutoCloseable {

  private final StepLog log;
  private final Server server;
  private final ApiClient api;

  DemoServer(ServerConfiguration configuration, StepLog log) {
    this.log = log;
    server =
        log.step(
            () -> Server.start(configuration),
            started -> "started a server on " + started.baseUrl());
    api = new ApiClient(server.baseUrl(), configuration.apiKey());
  }

  void createProfile(String name) {
    log.step(
        () -> api.post("/profiles", Json.object().put("name", name)),
        created -> "created the profile \"%s\"".formatted(created.path("name").asText()));
  }

  /** A browser that the API started. */
  record Browser(String path, URI cdp) {}

  Browser createBrowser(String profile, boolean saveChanges) {
    ObjectNode request = Json.object().put("headless", true);
    request.putObject("profile").put("name", profile).put("save_changes", saveChanges);
    return log.step(
        () -> {
          var created = api.post("/browsers", request);
          return new Browser(
              "/browsers/" + ApiClient.segment(created.path("session_id").asText()),
              URI.create(created.path("cdp_ws_url").asText()));
        },
        _ ->
            saveChanges
                ? "opened a browser with the profile, to be saved"
                : "opened a new browser with the profile, read-only");
  }

  /** Returns when the browser is gone and saved, if it was to be. */
  void delete(Browser browser) {
    log.step(() -> api.delete(browser.path()), "deleted the browser");
  }

  /** Ends what browsers are left, too. */
  @Override
  public void close() {
    // After Ctrl-C: stopping waits for processes, which an interrupted thread cannot.
    boolean interrupted = Thread.interrupted();
    try {
      api.close();
      log.step(server::stop, "stopped the server");
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
