package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "set",
    description = {
      "Replace the rules; they hold for browsers that are started from then on. A list that is not"
          + " given is emptied, --allow= alone empties both."
    })
final class NetworkSetCommand implements Runnable {

  /** One at least: a command without options must not throw all rules away. */
  private static final class Lists {
    @Option(
        names = "--allow",
        paramLabel = "RULE",
        split = ",",
        description = "what browsers may reach, such as 10.1.0.9:80 or 192.168.7.0/24")
    private @Nullable List<String> allow;

    @Option(
        names = "--deny",
        paramLabel = "RULE",
        split = ",",
        description = "what they may not reach, such as *.example.com; wins over all else")
    private @Nullable List<String> deny;
  }

  @ArgGroup(exclusive = false, multiplicity = "1")
  private Lists lists = new Lists();

  @Mixin private final ApiTarget target;
  @Mixin private final NetworkAnswer answer = new NetworkAnswer();

  NetworkSetCommand(Environment environment) {
    this.target = new ApiTarget(environment);
  }

  @Override
  public void run() {
    ObjectNode request = Json.object();
    add(request.putArray("allow"), lists.allow);
    add(request.putArray("deny"), lists.deny);
    try (ApiClient client = target.client()) {
      answer.print(client.put("/network", request));
    }
  }

  private static void add(ArrayNode list, @Nullable List<String> rules) {
    if (rules != null) {
      rules.stream().map(String::strip).filter(rule -> !rule.isEmpty()).forEach(list::add);
    }
  }
}
