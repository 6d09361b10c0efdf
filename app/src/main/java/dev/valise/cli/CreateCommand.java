package dev.valise.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Creates one thing and prints what the server made of it. */
abstract class CreateCommand implements Runnable {

  private final List<String> fields;

  @Spec private CommandSpec command;
  @Mixin private final ApiTarget target;

  @Option(names = "--json", description = "print what the API answers")
  private boolean json;

  /**
   * @param fields of the answer that are printed without {@code --json}, one per line, where they
   *     are there
   */
  CreateCommand(Environment environment, List<String> fields) {
    this.target = new ApiTarget(environment);
    this.fields = fields;
  }

  /** Where of the API it is created. */
  abstract String path();

  /** The body of the request. */
  abstract ObjectNode request();

  @Override
  public void run() {
    try (ApiClient client = target.client()) {
      JsonNode answer = client.post(path(), request());
      PrintWriter out = command.commandLine().getOut();
      if (json) {
        out.println(answer);
      } else {
        List<List<String>> rows =
            fields.stream()
                .filter(answer::hasNonNull)
                .map(field -> List.of(field, answer.path(field).asText()))
                .toList();
        new Table(rows).lines().forEach(out::println);
      }
    }
  }
}
