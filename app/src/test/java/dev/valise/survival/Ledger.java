package dev.valise.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.disk.PrivateFiles;
import dev.valise.model.Profile;
import dev.valise.model.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What processes have said that they did, against what there is. What was said to be done must be
 * there; what was only begun may be. Used by one thread.
 */
final class Ledger {

  /** What is known of one profile. */
  private static final class History {

    /** By the numbers of the versions. */
    final Map<Integer, String> trees = new HashMap<>();

    /** What versions may hold that nobody has said to be done. */
    final Set<String> possible = new HashSet<>();

    /** Versions that somebody began to delete. */
    final Set<Integer> mayBeGone = new HashSet<>();

    final Set<Integer> gone = new HashSet<>();
    int head;
    boolean mayBeMissing;
  }

  private final Map<String, History> histories = new TreeMap<>();
  private final Map<String, Integer> counts = new TreeMap<>();

  void add(String line) {
    String[] words = line.split(" ", -1);
    counts.merge(words[1], 1, Integer::sum);
    switch (words[1]) {
      case "saving" -> of(words[2]).possible.add(words[3]);
      case "saved", "read" -> holds(words[2], number(words[3]), words[4]);
      case "rolling" -> of(words[2]).possible.add(tree(words[2], number(words[3])));
      case "rolled" -> holds(words[2], number(words[3]), tree(words[2], number(words[4])));
      case "deleting" -> of(words[2]).mayBeGone.add(number(words[3]));
      case "deleted" -> of(words[2]).gone.add(number(words[3]));
      case "forking" -> {
        var fork = new History();
        fork.mayBeMissing = true;
        fork.possible.add(tree(words[3], number(words[4])));
        histories.put(words[2], fork);
      }
      case "forked" -> of(words[2]).mayBeMissing = false;
      case "removing" -> of(words[2]).mayBeMissing = true;
      case "removed" -> histories.remove(words[2]);
      case "collected" -> {
        counts.merge("deleted blobs", number(words[2]), Integer::sum);
        counts.merge("orphans", number(words[3]), Integer::sum);
        counts.merge("repacked", number(words[4]), Integer::sum);
      }
      case "rotated", "refused", "done" -> {}
      default -> throw new AssertionError(line);
    }
  }

  /** How often something was said, and what garbage collections did in sum. */
  int count(String word) {
    return counts.getOrDefault(word, 0);
  }

  @Override
  public String toString() {
    return counts.toString();
  }

  private History of(String profile) {
    return histories.computeIfAbsent(profile, _ -> new History());
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private String tree(String profile, int number) {
    return Optional.ofNullable(of(profile).trees.get(number))
        .orElseThrow(() -> new AssertionError("nobody made version " + number + " of " + profile));
  }

  private void holds(String profile, int number, String tree) {
    History history = of(profile);
    assertThat(history.trees.getOrDefault(number, tree))
        .as("version %s of %s", number, profile)
        .isEqualTo(tree);
    history.trees.put(number, tree);
    history.head = Math.max(history.head, number);
  }

  /**
   * Says that all that was done is there, nothing else, and that it can be checked out.
   *
   * @param all whether to check out every version, or those alone that are new here, and the heads
   */
  void assertKept(OpenStore store, Path temporary, boolean all) throws IOException {
    for (String name : Set.copyOf(histories.keySet())) {
      History history = of(name);
      if (history.mayBeMissing && !store.exists(name)) {
        histories.remove(name);
      } else {
        assertKept(store, store.profile(name), history, temporary, all);
        history.mayBeMissing = false;
      }
    }
  }

  private static void assertKept(
      OpenStore store, Profile profile, History history, Path temporary, boolean all)
      throws IOException {
    Set<Integer> there = new HashSet<>();
    for (Version version : store.versions(profile)) {
      int number = version.number();
      there.add(number);
      boolean isNew = !history.trees.containsKey(number);
      if (all || isNew || number == profile.head().orElseThrow().number()) {
        PrivateFiles.deleteTree(temporary);
        store.checkOut(version, temporary);
        String tree = Report.tree(temporary);
        if (isNew) {
          assertThat(history.possible).as("what version %s holds", version).contains(tree);
          history.trees.put(number, tree);
        }
        assertThat(tree).as("what %s holds", version).isEqualTo(history.trees.get(number));
      }
    }
    Set<Integer> missing = new HashSet<>(history.trees.keySet());
    missing.removeAll(there);
    assertThat(history.mayBeGone).as("versions of %s", profile).containsAll(missing);
    there.retainAll(history.gone);
    assertThat(there).as("deleted versions of %s", profile).isEmpty();
    int head = profile.head().map(Version::number).orElse(0);
    assertThat(head).as("head of %s", profile).isGreaterThanOrEqualTo(history.head);
  }
}
