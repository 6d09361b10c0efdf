package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fork",
    description = "Make a new profile that begins as a copy; costs the same whatever its size.")
final class ProfilesForkCommand extends CreateCommand {

  @Parameters(index = "0", paramLabel = "NAME-OR-ID", description = "which profile to copy")
  private String profile;

  @Parameters(index = "1", paramLabel = "NEW", description = "the name of the copy")
  private String name;

  /** A command with a --version of its own does not inherit this one either. */
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help message and exit.")
  @SuppressWarnings("UnusedVariable") // picocli acts on it
  private boolean help;

  @Option(
      names = "--version",
      paramLabel = "N",
      description = "copy this version (default: the head)")
  private @Nullable Integer version;

  ProfilesForkCommand(Environment environment) {
    super(environment, List.of("name", "id"));
  }

  @Override
  String path() {
    return "/profiles/" + ApiClient.segment(profile) + "/fork";
  }

  @Override
  ObjectNode request() {
    ObjectNode request = Json.object().put("name", name);
    if (version != null) {
      request.put("version", version);
    }
    return request;
  }
}
