package dev.valise.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The data folder. A mixin of every command that opens one. */
final class DataOption {

  @Option(
      names = "--data",
      paramLabel = "FOLDER",
      defaultValue = "valise-data",
      description = "where everything is kept (VALISE_DATA; default: ${DEFAULT-VALUE})")
  private Path folder;

  Path folder() {
    return folder;
  }
}
