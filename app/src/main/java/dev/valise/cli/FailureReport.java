package dev.valise.cli;

import dev.valise.cli.demo.DemoException;
import dev.valise.server.StartupException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * What a person sees when a command fails: one line for what was foreseen, the stack trace for what
 * was not. Status 1 either way; wrong usage is status 2 and picocli's own.
 */
final class FailureReport implements IExecutionExceptionHandler {

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    PrintWriter err = command.getErr();
    switch (failure) {
      case ApiException foreseen -> err.println("Error: " + foreseen.getMessage());
      case StartupException foreseen -> err.println("Error: " + foreseen.getMessage());
      case DemoException foreseen -> err.println("Error: " + foreseen.getMessage());
      default -> failure.printStackTrace(err);
    }
    err.flush();
    return CommandLine.ExitCode.SOFTWARE;
  }
}
