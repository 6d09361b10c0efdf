package dev.valise.egress.policy;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an organisation, or a browser, lays down about the network.
 *
 * @param allow opens what is denied by default; all else is allowed anyway
 * @param deny beats every {@code allow}, whoever wrote it
 */
public record EgressRules(List<EgressRule> allow, List<EgressRule> deny) {
  public static final EgressRules NONE = new EgressRules(List.of(), List.of());

  public EgressRules {
    allow = List.copyOf(allow);
    deny = List.copyOf(deny);
  }

  /**
   * Reads both lists.
   *
   * @throws EgressSyntaxException for the first rule that is none
   */
  public static EgressRules parse(List<String> allow, List<String> deny) {
    return new EgressRules(
        allow.stream().map(EgressRule::parse).toList(),
        deny.stream().map(EgressRule::parse).toList());
  }

  /** The rules of both lists. */
  public List<EgressRule> all() {
    return Stream.concat(allow.stream(), deny.stream()).toList();
  }

  /** Both together, in whichever order. */
  public EgressRules and(EgressRules others) {
    return new EgressRules(
        Stream.concat(allow.stream(), others.allow.stream()).toList(),
        Stream.concat(deny.stream(), others.deny.stream()).toList());
  }
}
