package dev.valise.survival;

import dev.valise.profile.ProfileCheckouts;
import dev.valise.server.KeyMaintenance;
import dev.valise.upkeep.GarbageProgress;
import dev.valise.upkeep.GarbageReport;
import dev.valise.upkeep.Grace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * A process with clients that work with profiles and with a garbage collection, until its time is
 * over or its standard input ends.
 */
final class StoreUnderLoad {
  private static final Duration BETWEEN_COLLECTIONS = Duration.ofMillis(300);

  private final Settings settings;
  private final OpenStore store;
  private final ProfileCheckouts checkouts;
  private final Report report = new Report();
  private final CountDownLatch end = new CountDownLatch(1);

  /**
   * @param folder of this process, which others with the same one have left
   * @param start of the time lapse
   * @param rotates whether it replaces the keys, too
   */
  record Settings(
      Path data,
      Path folder,
      Instant start,
      long seed,
      Duration length,
      boolean rotates,
      List<String> profiles) {

    String[] arguments() {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  data.toString(),
                  folder.toString(),
                  Long.toString(start.toEpochMilli()),
                  Long.toString(seed),
                  length.toString(),
                  Boolean.toString(rotates)));
      arguments.addAll(profiles);
      return arguments.toArray(String[]::new);
    }

    static Settings of(String[] arguments) {
      return new Settings(
          Path.of(arguments[0]),
          Path.of(arguments[1]),
          Instant.ofEpochMilli(Long.parseLong(arguments[2])),
          Long.parseLong(arguments[3]),
          Duration.parse(arguments[4]),
          Boolean.parseBoolean(arguments[5]),
          List.of(arguments).subList(6, arguments.length));
    }

    TimeLapse clock() {
      return TimeLapse.startedAt(start);
    }
  }

  private StoreUnderLoad(Settings settings) throws IOException {
    this.settings = settings;
    store = OpenStore.in(settings.data(), settings.clock());
    checkouts = store.openCheckouts(settings.folder().resolve("warm"));
  }

  public static void main(String[] arguments) throws Exception {
    new StoreUnderLoad(Settings.of(arguments)).run();
  }

  private void run() throws Exception {
    List<FutureTask<?>> tasks = new ArrayList<>();
    for (String profile : settings.profiles()) {
      tasks.add(start(() -> work(profile)));
    }
    tasks.add(start(this::collect));
    Thread.ofPlatform().daemon().start(this::awaitEndOfInput);
    var _ = end.await(settings.length().toMillis(), TimeUnit.MILLISECONDS);
    end.countDown();
    for (FutureTask<?> task : tasks) {
      var _ = task.get();
    }
    checkouts.close();
    store.close();
    report.say("done");
  }

  /** What fails ends all, and the process with it. */
  private FutureTask<?> start(Callable<?> work) {
    var task =
        new FutureTask<>(() -> {
          boolean done = false;
          try {
            work.call();
            done = true;
          } finally {
            if (!done) {
              end.countDown();
            }
          }
          return done;
        });
    Thread.startVirtualThread(task);
    return task;
  }

  private void awaitEndOfInput() {
    try {
      var _ = System.in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      end.countDown();
    }
  }

  private boolean goesOn() {
    return end.getCount() > 0;
  }

  private Object work(String profile) throws IOException {
    Path folders = Files.createDirectories(settings.folder().resolve(profile));
    var random = new Random(settings.seed() + profile.hashCode());
    var client = new Client(store, checkouts, report, profile, folders, random);
    client.begin();
    while (goesOn()) {
      client.step();
    }
    return client;
  }

  private Object collect() throws InterruptedException {
    var random = new Random(settings.seed());
    Grace grace = Grace.besideOthers(Grace.LEAST);
    do {
      GarbageReport done = store.garbage.run(grace, GarbageProgress.NONE);
      if (!done.failures().isEmpty()) {
        throw new IllegalStateException(done.failures().toString());
      }
      report.say(
          "collected", done.deleted().blobs(), done.orphans().blobs(), done.repacked().packs());
      if (settings.rotates() && random.nextInt(5) == 0) {
        try (KeyMaintenance keys = KeyMaintenance.open(settings.data())) {
          var _ = keys.rotate(random.nextBoolean());
        }
        report.say("rotated");
      }
    } while (!end.await(BETWEEN_COLLECTIONS.toMillis(), TimeUnit.MILLISECONDS));
    return end;
  }
}
