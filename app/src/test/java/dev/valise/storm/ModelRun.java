package dev.valise.storm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * Takes random steps, and compares the server with the model after each.
 *
 * <p>{@code -Dvalise.seed=N} takes other steps than usual, {@code -Dvalise.storm.steps=N} so many
 * of them: what a failure prints is enough to get there again.
 *
 * @param loadEvery after so many steps all heads are loaded and looked into
 * @param serverKills of a thousand steps
 */
record ModelRun(long seed, int steps, int loadEvery, int serverKills) {

  static ModelRun of(long usualSeed, int usualSteps, int loadEvery, int serverKills) {
    return new ModelRun(
        Long.getLong("valise.seed", usualSeed),
        Integer.getInteger("valise.storm.steps", usualSteps),
        loadEvery,
        serverKills);
  }

  void run(ServerUnderTest server, SharedClock clock, Path data, String site, Flushing flushing)
      throws Exception {
    Stage stage = Stage.of(server, clock, data, site);
    var player = new Player(stage, flushing);
    var checks = new Checks(stage, player);
    var choice = new StepChoice(new Random(seed), serverKills);
    List<String> trace = new ArrayList<>();
    var counts = new TreeMap<String, Integer>();
    World world = World.EMPTY;
    long began = System.nanoTime();
    System.out.println("steps of -Dvalise.seed=" + seed);
    for (int number = 1; number <= steps; number++) {
      Step step = choice.next(world);
      trace.add(number + ": " + step);
      counts.merge(step.getClass().getSimpleName(), 1, Integer::sum);
      try {
        world = player.play(world, step);
        checks.compare(world);
        if (number % loadEvery == 0 || number == steps) {
          world = checks.load(world);
        }
      } catch (Exception | AssertionError e) {
        throw new AssertionError(failure(trace, world, number), e);
      }
    }
    System.out.printf(
        "%d steps in %d s: %s%n", steps, (System.nanoTime() - began) / 1_000_000_000, counts);
  }

  private String failure(List<String> trace, World world, int number) {
    return "after %s%nin %s%nagain with -Dvalise.seed=%d -Dvalise.storm.steps=%d"
        .formatted(String.join("\n", Collections.unmodifiableList(trace)), world, seed, number);
  }
}
