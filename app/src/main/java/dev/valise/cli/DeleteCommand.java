package dev.valise.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Deletes what is named, one after the other; one that fails does not keep the rest. */
abstract class DeleteCommand implements Callable<Integer> {

  private final String path;

  @Spec private CommandSpec command;
  @Mixin private final ApiTarget target;

  @Parameters(arity = "1..*", paramLabel = "NAME-OR-ID", description = "what to delete")
  private List<String> names;

  DeleteCommand(Environment environment, String path) {
    this.target = new ApiTarget(environment);
    this.path = path;
  }

  /** Deletes one; may take long. */
  void delete(ApiClient client, String one) {
    client.delete(one);
  }

  @Override
  public Integer call() {
    int status = ExitCode.OK;
    try (ApiClient client = target.client()) {
      for (String name : names) {
        try {
          delete(client, path + "/" + ApiClient.segment(name));
          command.commandLine().getOut().println("deleted " + name);
        } catch (ApiException failure) {
          command.commandLine().getErr().println("Error: " + failure.getMessage());
          status = ExitCode.SOFTWARE;
        }
      }
    }
    return status;
  }
}
