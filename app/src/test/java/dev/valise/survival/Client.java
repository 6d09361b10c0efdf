package dev.valise.survival;

import dev.valise.disk.PrivateFiles;
import dev.valise.model.Name;
import dev.valise.model.Profile;
import dev.valise.model.Refusal;
import dev.valise.model.Version;
import dev.valise.profile.LoadedVersion;
import dev.valise.profile.ProfileCheckouts;
import dev.valise.profile.ProfileReference;
import dev.valise.testing.ChangingFolder;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * One who works with one profile, as sessions do and as people do with the history: everything that
 * is begun is told, and then what came of it. Used by one thread.
 */
final class Client {
  private final OpenStore store;
  private final ProfileCheckouts checkouts;
  private final Report report;
  private final String name;
  private final Path folders;
  private final Random random;
  private int sessions;

  /**
   * @param folders exists; what is in it a client left that was killed
   */
  Client(
      OpenStore store,
      ProfileCheckouts checkouts,
      Report report,
      String name,
      Path folders,
      Random random) {
    this.store = store;
    this.checkouts = checkouts;
    this.report = report;
    this.name = name;
    this.folders = folders;
    this.random = random;
  }

  /** Saves what was left, whatever it is, as a server does with the folders of lost browsers. */
  void begin() throws IOException {
    if (!store.exists(name)) {
      var _ = store.profiles.create(store.organisation, Optional.of(new Name(name)));
    }
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folders)) {
      for (Path folder : left) {
        Optional<LoadedVersion> head =
            profile()
                .head()
                .flatMap(version ->
                    store.saver.recall(store.organisation, profile().id(), version.number()));
        var _ = save(folder, head);
        PrivateFiles.deleteTree(folder);
      }
    }
  }

  void step() throws IOException {
    List<Version> versions = store.versions(profile());
    Version any = versions.isEmpty() ? null : versions.get(random.nextInt(versions.size()));
    int choice = random.nextInt(20);
    if (any == null || choice < 10) {
      session(Optional.ofNullable(random.nextInt(4) == 0 ? any : profile().head().orElse(null)));
    } else if (choice < 12) {
      rollBack(any);
    } else if (choice < 14) {
      fork(any);
    } else if (versions.size() > 4 && !any.equals(versions.getFirst())) {
      delete(any);
    }
  }

  private Profile profile() {
    return store.profile(name);
  }

  private void session(Optional<Version> version) throws IOException {
    Path folder = folders.resolve("session" + sessions++);
    Optional<LoadedVersion> loaded = Optional.empty();
    if (version.isPresent()) {
      loaded = Optional.of(checkouts.checkOut(store.organisation, version.get(), folder));
      report.say("read", name, version.get().number(), Report.tree(folder));
    } else {
      Files.createDirectory(folder);
    }
    for (int saves = random.nextInt(3); saves > 0; saves--) {
      change(folder);
      loaded = Optional.of(save(folder, loaded));
    }
    if (random.nextBoolean()) {
      change(folder);
    }
    if (loaded.isPresent() && random.nextInt(4) > 0) {
      checkouts.park(store.organisation, folder, loaded.get());
    } else {
      PrivateFiles.deleteTree(folder);
    }
  }

  private void change(Path folder) throws IOException {
    var changing = new ChangingFolder(folder, random);
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      changing.change();
    }
  }

  private LoadedVersion save(Path folder, Optional<LoadedVersion> loaded) throws IOException {
    String tree = Report.tree(folder);
    report.say("saving", name, tree);
    LoadedVersion saved = store.save(profile().id(), folder, loaded).state();
    report.say("saved", name, saved.version().number(), tree);
    return saved;
  }

  private void rollBack(Version to) {
    report.say("rolling", name, to.number());
    try {
      Profile now = store.history.rollBack(profile(), to.number());
      report.say("rolled", name, now.head().orElseThrow().number(), to.number());
    } catch (Refusal.Conflict e) {
      report.say("refused", name);
    }
  }

  /** Makes a fork, or removes the one that there is. */
  private void fork(Version from) {
    String fork = name + "-fork";
    if (store.exists(fork)) {
      report.say("removing", fork);
      store.profiles.delete(store.organisation, new ProfileReference.ByName(fork));
      report.say("removed", fork);
      return;
    }
    report.say("forking", fork, name, from.number());
    try {
      var _ =
          store.history.fork(profile(), Optional.of(from.number()), Optional.of(new Name(fork)));
      report.say("forked", fork);
    } catch (Refusal.Conflict e) {
      report.say("refused", name);
    }
  }

  private void delete(Version version) {
    report.say("deleting", name, version.number());
    store.history.delete(profile(), version.number());
    report.say("deleted", name, version.number());
  }
}
