package dev.valise.model;

/** Names one organisation, for as long as it exists and after. */
public record OrganisationId(String value) {
  public OrganisationId {
    OpaqueId.require(value, "organisation id");
  }

  @Override
  public String toString() {
    return value;
  }
}
