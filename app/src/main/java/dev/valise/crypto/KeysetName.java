package dev.valise.crypto;

import dev.valise.model.OrganisationId;
import java.nio.charset.StandardCharsets;

/** The name that a keyset is kept under; it says what its keys are for. */
record KeysetName(String value) {
  private static final String ORGANISATION = "organisation-";

  /**
   * The one keyset that belongs to no organisation. Every installation has it, and has it first.
   */
  static final KeysetName URL_TOKENS = new KeysetName("url-tokens");

  static KeysetName of(OrganisationId organisation) {
    return new KeysetName(ORGANISATION + organisation);
  }

  boolean isOrganisations() {
    return value.startsWith(ORGANISATION);
  }

  /** Whose keyset it is, for a person. */
  String owner() {
    return isOrganisations()
        ? "organisation " + value.substring(ORGANISATION.length())
        : "this installation";
  }

  KeysetTemplate template() {
    return isOrganisations() ? KeysetTemplate.SEALING : KeysetTemplate.SIGNING;
  }

  /**
   * Binds a wrapped keyset to its name, so that one organisation's cannot stand in for another's.
   */
  byte[] binding() {
    return ("valise keyset " + value).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return value;
  }
}
