package dev.valise.cli;

import java.util.Map;
import java.util.Optional;

/**
 * The environment variables of this process.
 *
 * @param variables name to value; a variable set to nothing counts as not set, because that is how
 *     Compose files and CI systems pass on a variable that they do not have
 */
public record Environment(Map<String, String> variables) {

  public Environment {
    variables = Map.copyOf(variables);
  }

  /** The environment this process was started with. */
  public static Environment ofProcess() {
    return new Environment(System.getenv());
  }

  /** The variable's value, unless it is blank. */
  public Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
  }
}
