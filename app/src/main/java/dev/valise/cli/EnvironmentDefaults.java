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
      Map.of(
          "--host", "VALISE_HOST",
          "--port", "VALISE_PORT",
          "--data", "VALISE_DATA",
          "--warm-checkouts", "VALISE_WARM_CHECKOUTS",
          "--chromium", "VALISE_CHROMIUM",
          "--url", "VALISE_URL");

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option)) {
      return null;
    }
    String variable = VARIABLES.get(option.longestName());
    return variable == null ? null : environment.variable(variable).orElse(null);
  }
}
