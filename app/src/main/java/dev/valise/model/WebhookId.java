package dev.valise.model;

/** Names one webhook, for as long as it exists and after. */
public record WebhookId(String value) {
  public WebhookId {
    OpaqueId.require(value, "webhook id");
  }

  @Override
  public String toString() {
    return value;
  }
}
