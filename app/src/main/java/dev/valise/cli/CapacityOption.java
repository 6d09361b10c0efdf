package dev.valise.cli;

import dev.valise.server.CapacityOptions;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How many browsers there may be, and what they leave free. A mixin. */
final class CapacityOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--max-browsers",
      paramLabel = "N",
      description = {
        "how many browsers may run at the same time",
        "(VALISE_MAX_BROWSERS; default: one for each GiB of memory)"
      })
  private @Nullable Integer maxBrowsers;

  @Option(
      names = "--max-browsers-per-organisation",
      paramLabel = "N",
      description = {
        "how many of them may be of one organisation",
        "(VALISE_MAX_BROWSERS_PER_ORGANISATION; default: all)"
      })
  private @Nullable Integer maxBrowsersPerOrganisation;

  @Option(
      names = "--min-free-disk",
      paramLabel = "SIZE",
      converter = ByteSize.class,
      description = {
        "start no browser when less of the disk is free, so that those that run can be saved; 0 for",
        "any (VALISE_MIN_FREE_DISK; default: 1G, or 2 % of a disk below 50G)"
      })
  private @Nullable Long minFreeDisk;

  CapacityOptions options() {
    try {
      return new CapacityOptions(
          maxBrowsers == null ? OptionalInt.empty() : OptionalInt.of(maxBrowsers),
          maxBrowsersPerOrganisation == null
              ? OptionalInt.empty()
              : OptionalInt.of(maxBrowsersPerOrganisation),
          minFreeDisk == null ? OptionalLong.empty() : OptionalLong.of(minFreeDisk));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          command.commandLine(), "Invalid value for --max-browsers: " + e.getMessage());
    }
  }
}
