package dev.valise.model;

import java.util.List;
import java.util.Optional;

/**
 * The network that the browsers of a session have, or had, and what they did with it.
 *
 * @param mode a word of {@link NetworkMode}
 * @param rules of the session itself; those of its organisation and of the server come on top
 * @param upstream host and port of the proxy behind the server's, never its credentials
 * @param bytesIn of content, handed to the browser
 * @param bytesOut of content, taken from the browser
 * @param connections that were established
 * @param denied the last places that it may not go to, the latest first
 */
public record NetworkReport(
    String mode,
    NetworkRules rules,
    Optional<String> upstream,
    long bytesIn,
    long bytesOut,
    long connections,
    List<Denied> denied) {
  public NetworkReport {
    denied = List.copyOf(denied);
  }

  /**
   * A place that was refused.
   *
   * @param target such as {@code 10.1.0.9:80}
   * @param reason in words for people
   * @param times how often
   */
  public record Denied(String target, String reason, long times) {}
}
