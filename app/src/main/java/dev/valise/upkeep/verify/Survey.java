package dev.valise.upkeep.verify;

import java.util.List;

/**
 * All that a verification has learnt.
 *
 * @param whole whether all profiles were looked at
 */
record Survey(
    Inventory inventory, List<OrganisationVerdict> organisations, boolean whole, long packBytes) {
  Survey {
    organisations = List.copyOf(organisations);
  }
}
