package dev.valise.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that are not given are taken from {@code VALISE_…} variables, then from their default.
 */
record EnvironmentDefaults(Environment environment) implements IDefaultValueProvider {

  /** The API key has no option: command lines can be read by every user of a machine. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          Map.entry("--host", "VALISE_HOST"),
          Map.entry("--port", "VALISE_PORT"),
          Map.entry("--data", "VALISE_DATA"),
          Map.entry("--warm-checkouts", "VALISE_WARM_CHECKOUTS"),
          Map.entry("--keep-last", "VALISE_KEEP_LAST"),
          Map.entry("--keep-daily", "VALISE_KEEP_DAILY"),
          Map.entry("--expire-unused", "VALISE_EXPIRE_UNUSED"),
          Map.entry("--upkeep-every", "VALISE_UPKEEP_EVERY"),
          Map.entry("--chromium", "VALISE_CHROMIUM"),
          Map.entry("--isolation", "VALISE_ISOLATION"),
          Map.entry("--allow-loopback-ports", "VALISE_ALLOW_LOOPBACK_PORTS"),
          Map.entry("--network-allow", "VALISE_NETWORK_ALLOW"),
          Map.entry("--network-deny", "VALISE_NETWORK_DENY"),
          Map.entry("--browser-memory", "VALISE_BROWSER_MEMORY"),
          Map.entry("--browser-tasks", "VALISE_BROWSER_TASKS"),
          Map.entry("--browser-cpus", "VALISE_BROWSER_CPUS"),
          Map.entry("--max-browsers", "VALISE_MAX_BROWSERS"),
          Map.entry("--max-browsers-per-organisation", "VALISE_MAX_BROWSERS_PER_ORGANISATION"),
          Map.entry("--min-free-disk", "VALISE_MIN_FREE_DISK"),
          Map.entry("--network-allow-by-clients", "VALISE_NETWORK_ALLOW_BY_CLIENTS"),
          Map.entry("--url", "VALISE_URL"));

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String variable = VARIABLES.get(option.longestName());
    return variable == null ? null : environment.variable(variable).orElse(null);
  }
}
