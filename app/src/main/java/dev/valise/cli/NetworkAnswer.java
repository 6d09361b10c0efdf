package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the rules of an organisation, one a line, or as JSON. A mixin. */
final class NetworkAnswer {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(names = "--json", description = "print what the API answers")
  private boolean json;

  void print(JsonNode answer) {
    var commandLine = command.commandLine();
    if (json) {
      commandLine.getOut().println(answer);
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (String list : List.of("allow", "deny")) {
      answer.path(list).forEach(rule -> rows.add(List.of(list, rule.asText())));
    }
    if (rows.isEmpty()) {
      commandLine.getErr().println("There are no rules beside those of the server.");
    }
    new Table(rows).lines().forEach(commandLine.getOut()::println);
    answer
        .path("warnings")
        .forEach(warning ->
            commandLine.getErr().println("Warning: " + Table.printable(warning.asText())));
  }
}
