package dev.valise.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** SQLite lets one writer in at a time, and by itself has no queue. */
class WritersTurnsTest {
  private static final int WRITERS = 8;

  private final List<Integer> turns = Collections.synchronizedList(new ArrayList<>());

  @Test
  @Timeout(60)
  void writersGetTheirTurnsInTheOrderInWhichTheyCame(@TempDir Path folder) throws Exception {
    try (HikariDataSource pool = JdbcCatalog.sqlitePool(folder.resolve("catalog.db"))) {
      var database = new Database(Jdbi.create(pool));
      database.write(handle -> handle.execute("CREATE TABLE turn (number INTEGER)"));
      var held = new CountDownLatch(1);
      List<Thread> threads = new ArrayList<>();
      threads.add(writer(database, 0, held));
      for (int number = 1; number < WRITERS; number++) {
        threads.add(writer(database, number, new CountDownLatch(0)));
      }
      // As many as there are connections wait, and a reader still finds one.
      int read = database.read(handle -> handle.createQuery("SELECT 1").mapTo(int.class).one());
      assertThat(read).isOne();
      held.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
    }
    assertThat(turns).containsExactlyElementsOf(IntStream.range(0, WRITERS).boxed().toList());
  }

  /** Starts a writer, and waits until it waits for something: its turn, or to be let go. */
  private Thread writer(Database database, int number, CountDownLatch held) {
    var thread =
        Thread.ofPlatform()
            .daemon()
            .start(() ->
                database.write(handle -> {
                  turns.add(number);
                  handle.execute("INSERT INTO turn VALUES (?)", number);
                  try {
                    return held.await(1, TimeUnit.MINUTES);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }));
    while (thread.getState() != Thread.State.WAITING
        && thread.getState() != Thread.State.TIMED_WAITING
        && !Thread.currentThread().isInterrupted()) {
      Thread.onSpinWait();
    }
    return thread;
  }
}
