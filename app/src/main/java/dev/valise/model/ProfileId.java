package dev.valise.model;

/** Names one profile, for as long as it exists and after. */
public record ProfileId(String value) {
  public ProfileId {
    OpaqueId.require(value, "profile id");
  }

  @Override
  public String toString() {
    return value;
  }
}
