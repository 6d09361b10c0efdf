package dev.valise.hostile;

import dev.valise.server.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A server with two browsers, one of which is an attacker's. Whatever must not be found out has
 * {@link #secret} in it.
 */
final class Scene implements AutoCloseable {
  private final Internet internet;
  private final Path folder;
  private final ServerProcess server;
  private final OpenBrowser victim;
  private final OpenBrowser attacker;
  private final Client client;
  private final Page page;
  private final Page pagePastProxy;
  private final String secret;

  private Scene(Internet internet, Path folder, ServerProcess server, String secret)
      throws Exception {
    this.internet = internet;
    this.folder = folder;
    this.server = server;
    this.secret = secret;
    this.victim = OpenBrowser.start(server, data(folder), "victim", "about:blank");
    this.attacker = OpenBrowser.start(server, data(folder), "attacker", Implant.PAGE);
    this.client = Client.connect(attacker.devTools());
    this.page = client.page();
    this.pagePastProxy = client.pageBy("direct://");
  }

  static Scene set(Defence defence, Internet internet, Path folder) throws Exception {
    internet.arrivals().clear();
    String secret = "secret-" + UUID.randomUUID();
    Path home = Files.createDirectories(folder.resolve("home"));
    Files.writeString(home.resolve("notes.txt"), secret);
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    ServerProcess server =
        ServerProcess.start(
            Stream.of(internet.machine().prefix(), defence.runner().serverPrefix())
                .flatMap(List::stream)
                .toList(),
            Map.of(
                "DB_PASSWORD",
                secret,
                "HOME",
                home.toString(),
                // Every lookup shall ask the name server again; and the tests' way of logging would
                // wait for a reader.
                "JAVA_TOOL_OPTIONS",
                "-Dsun.net.inetaddr.ttl=0 -Dlogback.configurationFile=logback.xml",
                "VALISE_LOG_LEVEL",
                "WARN"),
            data(folder),
            "--host=" + Machine.ADDRESS,
            "--chromium=" + Implant.program(folder),
            "--allow-loopback-ports=" + Internet.OPEN_PORT,
            "--isolation=" + defence.isolation().word());
    try {
      var scene = new Scene(internet, folder, server, secret);
      if (scene.attacker.tier() != defence.tier()) {
        throw new IllegalStateException(defence + " is tier " + scene.attacker.tier());
      }
      scene.hide();
      return scene;
    } catch (Exception | AssertionError e) {
      server.close();
      throw e;
    }
  }

  private static Path data(Path folder) {
    return folder.resolve("data");
  }

  /** The victim has a login and a file. */
  private void hide() throws Exception {
    Files.writeString(victim.folder().resolve("Default").resolve("notes.txt"), secret);
    try (Client owner = Client.connect(victim.devTools())) {
      var cookie =
          Map.of("name", "login", "value", secret, "url", "https://example.com/", "expires", 4e9);
      owner.call("Storage.setCookies", Map.of("cookies", List.of(cookie)));
    }
  }

  Path data() {
    return data(folder);
  }

  Path home() {
    return folder.resolve("home");
  }

  /** A folder that every user of the machine can write to. */
  Path open() {
    return folder.resolve("open");
  }

  Machine machine() {
    return internet.machine();
  }

  Arrivals arrivals() {
    return internet.arrivals();
  }

  ServerProcess server() {
    return server;
  }

  OpenBrowser victim() {
    return victim;
  }

  OpenBrowser attacker() {
    return attacker;
  }

  /** The attacker. */
  Client client() {
    return client;
  }

  /** A tab of its, for whatever page. */
  Page page() {
    return page;
  }

  /** One in a context without the proxy: a client may say so. */
  Page pagePastProxy() {
    return pagePastProxy;
  }

  /** Its code in its browser. */
  Implant implant() {
    return new Implant(attacker.folder());
  }

  String secret() {
    return secret;
  }

  @Override
  public void close() {
    client.close();
    try {
      // A browser is waited for until all of it has ended.
      implant().run("kill $PPID");
    } finally {
      server.close();
    }
  }
}
