package dev.valise.model;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of telling one webhook of one event.
 *
 * @param attempts how often it was tried, from 0
 * @param nextAt when it is tried next; of a pending one
 * @param lastAt when it was tried last
 * @param status of the last answer, if there was one
 * @param failure why the last attempt did not work, in words for people
 */
public record WebhookDelivery(
    WebhookId webhook,
    Event event,
    State state,
    int attempts,
    Optional<Instant> nextAt,
    Optional<Instant> lastAt,
    Optional<Integer> status,
    Optional<String> failure) {

  /** Whether it goes on. */
  public enum State {
    PENDING,
    DELIVERED,
    /** It is not tried any more. */
    FAILED;

    /** As answers and events write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The same for every attempt, and for no other event or webhook: a receiver drops repetitions.
   */
  public String messageId() {
    return webhook + "_" + event.id();
  }

  /** It was taken. */
  public WebhookDelivery delivered(Instant at, int newStatus) {
    return new WebhookDelivery(
        webhook,
        event,
        State.DELIVERED,
        attempts + 1,
        Optional.empty(),
        Optional.of(at),
        Optional.of(newStatus),
        Optional.empty());
  }

  /**
   * It was not taken.
   *
   * @param next when it is tried again; empty for never
   */
  public WebhookDelivery failed(
      Instant at, Optional<Integer> newStatus, String newFailure, Optional<Instant> next) {
    return new WebhookDelivery(
        webhook,
        event,
        next.isPresent() ? State.PENDING : State.FAILED,
        attempts + 1,
        next,
        Optional.of(at),
        newStatus,
        Optional.of(newFailure));
  }
}
