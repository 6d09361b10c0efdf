package dev.valise.cli;

import dev.valise.model.Refusal;
import dev.valise.model.Retention;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a server removes by itself, and how often it looks. A mixin. */
final class UpkeepOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = {
        "keep the last N versions of a profile, and remove those that no rule keeps",
        "(VALISE_KEEP_LAST; default: keep all)"
      })
  private @Nullable Integer keepLast;

  @Option(
      names = "--keep-daily",
      paramLabel = "DAYS",
      description = {
        "keep the newest version of each of so many days, and remove those that no rule keeps",
        "(VALISE_KEEP_DAILY; default: keep all)"
      })
  private @Nullable Integer keepDaily;

  @Option(
      names = "--expire-unused",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      description = {
        "remove profiles that were not used for this long, such as 90d",
        "(VALISE_EXPIRE_UNUSED; default: never)"
      })
  private @Nullable Duration expireUnused;

  @Option(
      names = "--upkeep-every",
      paramLabel = "TIME",
      defaultValue = "1h",
      converter = TimeSpan.class,
      description = {
        "how often to remove what these rules say, and to free what nobody needs",
        "(VALISE_UPKEEP_EVERY; default: ${DEFAULT-VALUE})"
      })
  private Duration every;

  /** For the profiles that have no retention of their own. */
  Retention retention() {
    check("--keep-last", new Rules(keepLast, null, null));
    check("--keep-daily", new Rules(null, keepDaily, null));
    check("--expire-unused", new Rules(null, null, expireUnused));
    return new Rules(keepLast, keepDaily, expireUnused).retention();
  }

  Duration every() {
    if (every.compareTo(Duration.ofSeconds(1)) < 0) {
      throw invalid("--upkeep-every", "must be at least 1 second");
    }
    return every;
  }

  private record Rules(
      @Nullable Integer keepLast, @Nullable Integer keepDaily, @Nullable Duration expireUnused) {
    Retention retention() {
      return new Retention(
          Optional.ofNullable(keepLast),
          Optional.ofNullable(keepDaily),
          Optional.ofNullable(expireUnused));
    }
  }

  private void check(String option, Rules rules) {
    try {
      rules.retention();
    } catch (Refusal.Invalid e) {
      throw invalid(option, String.valueOf(e.getMessage()));
    }
  }

  private ParameterException invalid(String option, String why) {
    return new ParameterException(
        command.commandLine(), "Invalid value for %s: %s".formatted(option, why));
  }
}
