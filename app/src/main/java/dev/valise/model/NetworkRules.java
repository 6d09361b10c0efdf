package dev.valise.model;

import java.util.List;

/**
 * What an organisation, or the client of a browser, lays down about the network, as they wrote it.
 *
 * @param allow opens what is denied by default
 * @param deny beats every {@code allow}, whoever wrote it
 */
public record NetworkRules(List<String> allow, List<String> deny) {
  public static final NetworkRules NONE = new NetworkRules(List.of(), List.of());

  private static final int MOST = 100;

  /**
   * @throws Refusal.Invalid for more rules than anybody needs: each connection is held against all
   */
  public NetworkRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
    if (allow.size() + deny.size() > MOST) {
      throw new Refusal.Invalid(
          "a network has at most %d rules, not %d".formatted(MOST, allow.size() + deny.size()));
    }
  }
}
