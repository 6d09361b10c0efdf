package dev.valise;

import dev.valise.cli.Environment;
import dev.valise.cli.Valise;
import java.util.Locale;

/** Where the process starts. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    // Figures in URLs, logs and answers are for programs too: no locale's own digits in them.
    Locale.setDefault(Locale.ROOT);
    System.exit(Valise.commandLine(Environment.ofProcess()).execute(args));
  }
}
