package dev.valise.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import picocli.CommandLine;

/** A command line that has been executed in this process. */
record Execution(int status, String out, String err) {

  static Execution of(Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commandLine =
        Valise.commandLine(new Environment(environment))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    int status = commandLine.execute(arguments);
    commandLine.getOut().flush();
    commandLine.getErr().flush();
    return new Execution(status, out.toString(), err.toString());
  }
}
