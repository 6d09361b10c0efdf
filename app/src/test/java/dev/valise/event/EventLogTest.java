package dev.valise.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.valise.catalog.EventRecords;
import dev.valise.catalog.JdbcCatalog;
import dev.valise.model.Event;
import dev.valise.model.OrganisationId;
import dev.valise.testing.Faults;
import dev.valise.testing.FaultyCatalog;
import dev.valise.testing.Ids;
import dev.valise.testing.MutableClock;
import dev.valise.testing.Race;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EventLogTest {
  private static final EventLog.Limits SMALL =
      new EventLog.Limits(
          4,
          2,
          3,
          Duration.ofDays(30),
          Duration.ofHours(1),
          Duration.ofMillis(1),
          Duration.ofMinutes(1));

  private final MutableClock clock = new MutableClock();
  private JdbcCatalog catalog;
  private OrganisationId acme;

  @BeforeEach
  void open(@TempDir Path folder) {
    catalog = JdbcCatalog.sqlite(folder.resolve("catalog.db"));
    acme = organisation("acme");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private OrganisationId organisation(String name) {
    return catalog.organisations().findOrCreate(name, Ids.fresh().organisation(), clock.instant());
  }

  private static void happen(EventLog log, OrganisationId organisation, int number) {
    log.happened(
        organisation,
        EventType.SESSION_STARTED,
        Optional.empty(),
        Map.of("number", Integer.toString(number)));
  }

  private static List<String> numbers(List<Event> events) {
    return events.stream().map(event -> event.detail().getOrDefault("number", "-")).toList();
  }

  @Test
  void aReaderSeesWhatHadHappenedBeforeItAskedInItsOrder() {
    try (var log = EventLog.start(catalog.events(), clock)) {
      IntStream.range(0, 1000).forEach(number -> happen(log, acme, number));

      var page = log.after(acme, 0, 999);
      assertThat(numbers(page.items()))
          .isEqualTo(IntStream.range(0, 999).mapToObj(String::valueOf).toList());
      assertThat(page.more()).isTrue();
      var rest = log.after(acme, page.items().getLast().id(), 10);
      assertThat(numbers(rest.items())).containsExactly("999");
      assertThat(rest.more()).isFalse();
      assertThat(rest.items().getFirst().at()).isEqualTo(clock.instant());
      assertThat(log.after(organisation("other"), 0, 10).items()).isEmpty();
    }
  }

  @Test
  void closingWritesWhatWaits() {
    try (var log = EventLog.start(catalog.events(), clock)) {
      IntStream.range(0, 3000).forEach(number -> happen(log, acme, number));
    }
    assertThat(catalog.events().after(acme, 0, 10_000)).hasSize(3000);
  }

  @Test
  void whatComesBeyondTheQueueIsCountedAndToldAndNobodyWaits() throws Exception {
    var begun = new CountDownLatch(1);
    var free = new CountDownLatch(1);
    EventRecords held =
        onAppend(() -> {
          begun.countDown();
          free.await();
        });
    OrganisationId other = organisation("other");
    try (var log = EventLog.start(held, clock, SMALL)) {
      happen(log, acme, 0);
      begun.await();
      for (int number = 1; number <= 6; number++) {
        happen(log, acme, number);
      }
      happen(log, other, 7);
      free.countDown();
    }
    List<Event> events = catalog.events().after(acme, 0, 100);
    assertThat(numbers(events)).containsExactly("0", "1", "2", "3", "4", "-");
    assertThat(events.getLast().type()).isEqualTo("events_lost");
    assertThat(events.getLast().detail()).isEqualTo(Map.of("count", "2"));
    assertThat(catalog.events().after(other, 0, 100))
        .extracting(Event::type, Event::detail)
        .containsExactly(tuple("events_lost", Map.of("count", "1")));
  }

  private interface Step {
    void run() throws InterruptedException;
  }

  private EventRecords onAppend(Step step) {
    EventRecords sound = catalog.events();
    return (EventRecords)
        Proxy.newProxyInstance(
            EventRecords.class.getClassLoader(),
            new Class<?>[] {EventRecords.class},
            (_, method, arguments) -> {
              if (method.getName().equals("append")) {
                step.run();
              }
              try {
                return method.invoke(sound, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void aCatalogThatFailsIsTriedAgainAndNothingIsLostOrTwice() {
    var faults = new Faults();
    try (var log = EventLog.start(new FaultyCatalog(catalog, faults).events(), clock, SMALL)) {
      happen(log, acme, 0);
      assertThat(log.after(acme, 0, 10).items()).hasSize(1);
      faults.failOnce(1, Faults.When.BEFORE);
      happen(log, acme, 1);
      happen(log, acme, 2);
      assertThat(numbers(inCatalog(log, 3))).containsExactly("0", "1", "2");
    }
  }

  private List<Event> inCatalog(EventLog log, int count) {
    try (EventSubscription news = log.subscribe()) {
      List<Event> events = catalog.events().after(acme, 0, 100);
      while (events.size() < count) {
        news.await(Duration.ofSeconds(1));
        events = catalog.events().after(acme, 0, 100);
      }
      return events;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void threadsThatTellAtTheSameTimeLoseNothing() throws Exception {
    try (var log = EventLog.start(catalog.events(), clock)) {
      Race.of(
          8,
          thread -> {
            IntStream.range(0, 200).forEach(number -> happen(log, acme, thread * 200 + number));
            return thread;
          });
      assertThat(numbers(log.after(acme, 0, 2000).items())).doesNotHaveDuplicates().hasSize(1600);
    }
  }

  @Test
  void aSubscriberIsWokenByEachChangeAndByTheEnd() throws Exception {
    var log = EventLog.start(catalog.events(), clock);
    try (log;
        EventSubscription news = log.subscribe()) {
      assertThat(news.await(Duration.ZERO)).isFalse();
      happen(log, acme, 1);
      assertThat(news.await(Duration.ofSeconds(30))).isTrue();
      assertThat(log.after(acme, 0, 10).items()).hasSize(1);
      log.close();
      assertThat(news.await(Duration.ofSeconds(30))).isTrue();
      assertThat(news.isOpen()).isFalse();
    }
    assertThat(log.subscribe().isOpen()).as("after the end").isFalse();
  }

  @Test
  void oldEventsAreRemovedAndIdsGoOn() {
    try (var log = EventLog.start(catalog.events(), clock, SMALL)) {
      // Each is written by itself, so that the queue of four never overflows.
      for (int number = 0; number < 25; number++) {
        happen(log, acme, number);
        assertThat(log.after(acme, 0, 100).items()).isNotEmpty();
      }
    }
    List<Event> kept = catalog.events().after(acme, 0, 100);
    assertThat(kept).as("3, and 5 since the last look").hasSize(8);
    assertThat(numbers(kept)).endsWith("22", "23", "24");
    long last = kept.getLast().id();
    clock.advance(Duration.ofDays(31));
    try (var log = EventLog.start(catalog.events(), clock, SMALL)) {
      happen(log, acme, 25);
      assertThat(numbers(log.after(acme, 0, 100).items())).containsExactly("25");
      assertThat(log.after(acme, last, 100).items()).hasSize(1);
    }
  }
}
