package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "create",
    description = "Start a browser; prints its id and the URL for Playwright or Puppeteer.")
final class BrowsersCreateCommand extends CreateCommand {

  /** The shape of an id, which no name may have (Kernel: ambiguous names are refused). */
  private static final String ID = "[a-z0-9]{24}";

  /** Saving needs a profile to save into; picocli then says so before anything is started. */
  private static final class Profile {
    @Option(
        names = "--profile",
        required = true,
        paramLabel = "NAME-OR-ID",
        description = "load this profile")
    private String nameOrId;

    @Option(
        names = "--profile-version",
        paramLabel = "N",
        description = "load this version of it, read-only (default: the newest)")
    private @Nullable Integer version;

    @Option(
        names = "--save-changes",
        description = "save into the profile when the browser is deleted or times out")
    private boolean saveChanges;

    @Option(
        names = "--on-conflict",
        paramLabel = "WHAT",
        description =
            "when another browser writes into it: fail (default), wait until that has ended, or"
                + " take_over, which ends and saves it")
    private @Nullable String onConflict;
  }

  @ArgGroup(exclusive = false)
  private @Nullable Profile profile;

  @Option(names = "--name", paramLabel = "NAME", description = "a name for the browser")
  private @Nullable String name;

  @Option(
      names = "--timeout-seconds",
      paramLabel = "N",
      description = "end the browser after so long without a client (10 to 259200)")
  private @Nullable Integer timeoutSeconds;

  @Option(names = "--headless", description = "without a window")
  private boolean headless;

  BrowsersCreateCommand(Environment environment) {
    super(environment, List.of("session_id", "cdp_ws_url"));
  }

  @Override
  String path() {
    return "/browsers";
  }

  @Override
  ObjectNode request() {
    ObjectNode request = Json.object().put("headless", headless);
    if (profile != null) {
      ObjectNode use =
          request
              .putObject("profile")
              .put(profile.nameOrId.matches(ID) ? "id" : "name", profile.nameOrId)
              .put("save_changes", profile.saveChanges);
      if (profile.version != null) {
        use.put("version", profile.version);
      }
      if (profile.onConflict != null) {
        request.put("on_conflict", profile.onConflict);
      }
    }
    if (name != null) {
      request.put("name", name);
    }
    if (timeoutSeconds != null) {
      request.put("timeout_seconds", timeoutSeconds);
    }
    return request;
  }
}
