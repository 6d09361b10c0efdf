package dev.valise.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints everything a path of the API lists, as a table or as JSON. */
abstract class ListCommand implements Runnable {

  private final String nothing;
  private final List<Column> columns;

  @Spec private CommandSpec command;
  @Mixin private final ApiTarget target;

  @Option(names = "--json", description = "print what the API answers, all pages in one array")
  private boolean json;

  /**
   * @param nothing said on stderr when the list is empty, so that stdout stays empty too
   */
  ListCommand(Environment environment, String nothing, List<Column> columns) {
    this.target = new ApiTarget(environment);
    this.nothing = nothing;
    this.columns = columns;
  }

  /** What of the API is listed. */
  abstract String path();

  @Override
  public void run() {
    try (ApiClient client = target.client()) {
      ArrayNode elements = client.list(path());
      if (json) {
        command.commandLine().getOut().println(elements);
      } else if (elements.isEmpty()) {
        command.commandLine().getErr().println(nothing);
      } else {
        table(elements).lines().forEach(command.commandLine().getOut()::println);
      }
    }
  }

  private Table table(ArrayNode elements) {
    Stream<List<String>> titles = Stream.of(columns.stream().map(Column::title).toList());
    Stream<List<String>> cells =
        StreamSupport.stream(elements.spliterator(), false)
            .map(element -> columns.stream().map(column -> column.cell(element)).toList());
    return new Table(Stream.concat(titles, cells).toList());
  }
}
