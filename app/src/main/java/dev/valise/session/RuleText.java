package dev.valise.session;

import dev.valise.egress.policy.EgressRules;
import dev.valise.egress.policy.EgressSyntaxException;
import dev.valise.model.NetworkRules;
import dev.valise.model.Refusal;

/** From rules as people wrote them to rules that judge. */
final class RuleText {
  private RuleText() {}

  /**
   * @throws Refusal.Invalid that quotes the first rule that is none
   */
  static EgressRules parse(NetworkRules rules) {
    try {
      return EgressRules.parse(rules.allow(), rules.deny());
    } catch (EgressSyntaxException e) {
      throw new Refusal.Invalid(String.valueOf(e.getMessage()));
    }
  }
}
