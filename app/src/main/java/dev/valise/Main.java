package dev.valise;

import dev.valise.cli.Environment;
import dev.valise.cli.Valise;

/** Where the process starts. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(Valise.commandLine(Environment.ofProcess()).execute(args));
  }
}
