package dev.valise.model;

/** Names one browser session, for as long as it exists and after. */
public record SessionId(String value) {
  public SessionId {
    OpaqueId.require(value, "session id");
  }

  @Override
  public String toString() {
    return value;
  }
}
