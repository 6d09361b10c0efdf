package dev.valise.session;

import dev.valise.model.SessionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says which failed ends are to be tried again by now: soon at first, for a disk that was full for
 * a moment, and then less and less often. Not thread-safe.
 */
final class SaveRetries {
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30));

  private final InstantSource clock;
  private final Map<SessionId, Failed> failed = new HashMap<>();

  SaveRetries(InstantSource clock) {
    this.clock = clock;
  }

  /** The so-many-th try to end a session, and when it was found to have failed. */
  private record Failed(int times, Instant seenAt) {
    boolean isDue(Instant now) {
      return !now.isBefore(seenAt.plus(PAUSES.get(Math.min(times, PAUSES.size()) - 1)));
    }
  }

  /** Those whose end has failed, and whose pause is over. */
  List<RunningSession> due(Collection<RunningSession> sessions) {
    Instant now = clock.instant();
    Set<SessionId> there =
        sessions.stream().map(session -> session.record().id()).collect(Collectors.toSet());
    failed.keySet().retainAll(there);
    List<RunningSession> due = new ArrayList<>();
    for (RunningSession session : sessions) {
      OptionalInt times = session.ending().failedTries();
      if (times.isPresent() && note(session.record().id(), times.getAsInt(), now).isDue(now)) {
        due.add(session);
      }
    }
    return due;
  }

  private Failed note(SessionId session, int times, Instant now) {
    return failed.compute(
        session,
        (_, before) -> before != null && before.times() == times ? before : new Failed(times, now));
  }
}
