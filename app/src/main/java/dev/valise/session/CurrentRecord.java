package dev.valise.session;

import dev.valise.catalog.NameTakenException;
import dev.valise.catalog.SessionRecords;
import dev.valise.model.BrowserSession;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of a session that runs, here and in the catalog. Thread-safe. */
final class CurrentRecord {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentRecord.class);

  private final SessionRecords records;
  private volatile BrowserSession record;

  CurrentRecord(BrowserSession record, SessionRecords records) {
    this.record = record;
    this.records = records;
  }

  BrowserSession get() {
    return record;
  }

  /** Changes anything, here and in the catalog. */
  synchronized BrowserSession rename(UnaryOperator<BrowserSession> change)
      throws NameTakenException {
    BrowserSession changed = change.apply(record);
    records.update(changed);
    record = changed;
    return changed;
  }

  /** Changes anything but the name, here and in the catalog. */
  BrowserSession change(UnaryOperator<BrowserSession> change) {
    try {
      return rename(change);
    } catch (NameTakenException e) {
      throw new IllegalStateException("the name did not change", e);
    }
  }

  /**
   * Changes anything but the name here at once, and in the catalog while nobody waits for the disk.
   *
   * @param condition of writing it; waited for by another thread
   * @return done when it is written, or cannot be
   */
  CompletableFuture<?> changeHereFirst(
      UnaryOperator<BrowserSession> change, BooleanSupplier condition) {
    synchronized (this) {
      record = change.apply(record);
    }
    return CompletableFuture.runAsync(
            () -> {
              if (condition.getAsBoolean()) {
                change(latest -> latest);
              }
            },
            Thread::startVirtualThread)
        .exceptionally(failure -> {
          LOG.error("what became of session {} cannot be written down", record.id(), failure);
          return null;
        });
  }
}
