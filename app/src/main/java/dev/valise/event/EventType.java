package dev.valise.event;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What can happen. The catalog may also hold types that only an older or newer Valise knows. */
public enum EventType {
  SESSION_STARTED,
  /** The browser ended by itself, and another one came up on its folder. */
  BROWSER_RESTARTED,
  /** With the figures of the save outcome. */
  SAVE_FINISHED,
  /** A session's state could not be stored: this time, or not at all. */
  SAVE_FAILED,
  SESSION_ENDED,
  /** An earlier server left it behind, and its browser is gone; its end follows. */
  SESSION_RECOVERED,
  /** An earlier server left it behind, and its browser goes on. */
  SESSION_TAKEN_OVER,
  PROFILE_CREATED,
  PROFILE_RENAMED,
  PROFILE_DELETED,
  PROFILE_ROLLED_BACK,
  PROFILE_FORKED,
  VERSIONS_REMOVED,
  PROFILE_EXPIRED,
  /** Too much failed for too long. */
  WEBHOOK_DISABLED,
  /** So much happened at once that some of it was not kept. */
  EVENTS_LOST;

  /** In the catalog and in answers, such as {@code session_started}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<EventType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** The words of all. */
  public static List<String> words() {
    return Arrays.stream(values()).map(EventType::word).toList();
  }
}
