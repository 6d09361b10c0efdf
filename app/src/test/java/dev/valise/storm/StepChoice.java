package dev.valise.storm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Draws the steps: always the same ones from the same seed and the same answers. */
final class StepChoice {
  private static final int MOST_PROFILES = 5;
  private static final int MOST_SESSIONS = 5;
  private static final int MANY_MARKS = 16;

  private final Random random;
  private final int serverKills;
  private int lastName;
  private int lastMark;

  /**
   * @param serverKills of a thousand steps: each takes as long as many others
   */
  StepChoice(Random random, int serverKills) {
    this.random = random;
    this.serverKills = serverKills;
  }

  Step next(World world) {
    if (world.profiles().isEmpty()) {
      return new Step.NewProfile("p" + ++lastName);
    }
    int draw = random.nextInt(1000);
    if (draw < 20 && world.profiles().size() < MOST_PROFILES) {
      return new Step.NewProfile("p" + ++lastName);
    } else if (draw < 30) {
      return new Step.Rename(one(world.profiles().keySet()), "name" + ++lastName);
    } else if (draw < 35) {
      return new Step.DeleteProfile(one(world.profiles().keySet()));
    } else if (draw < 55) {
      return rollBack(world);
    } else if (draw < 57) {
      return new Step.TimeOut();
    } else if (draw < 57 + serverKills) {
      return new Step.KillServer(some(world.sessions().keySet()));
    } else if (world.sessions().isEmpty()
        || (draw < 280 && world.sessions().size() < MOST_SESSIONS)) {
      return open(world);
    }
    return inSession(world, one(world.sessions().keySet()));
  }

  private Step inSession(World world, String session) {
    int draw = random.nextInt(100);
    if (draw < 20) {
      return new Step.End(session);
    } else if (draw < 32) {
      return new Step.Checkpoint(session, target(world, session));
    } else if (draw < 38) {
      return new Step.KillBrowser(session, random.nextBoolean());
    }
    List<Mark> marks = List.copyOf(world.session(session).browser().memory().possible());
    if (marks.size() > MANY_MARKS || (draw < 55 && !marks.isEmpty())) {
      return new Step.Logout(session, one(marks.stream().sorted().toList()));
    }
    return new Step.Login(session, new Mark(Mark.Kind.inTurn(random.nextInt(3)), ++lastMark));
  }

  private Step open(World world) {
    String session = "s" + ++lastName;
    if (random.nextInt(10) == 0) {
      return new Step.Open(session, Optional.empty(), Optional.empty(), false, false);
    }
    String profile = one(world.profiles().keySet());
    int head = world.profile(profile).head();
    if (head > 1 && random.nextInt(6) == 0) {
      Optional<Integer> older = Optional.of(1 + random.nextInt(head));
      return new Step.Open(session, Optional.of(profile), older, false, false);
    }
    boolean writes = random.nextInt(3) > 0;
    return new Step.Open(
        session, Optional.of(profile), Optional.empty(), writes, writes && random.nextBoolean());
  }

  private Step rollBack(World world) {
    String profile = one(world.profiles().keySet());
    int head = world.profile(profile).head();
    return head == 0
        ? new Step.Rename(profile, "name" + ++lastName)
        : new Step.RollBack(profile, 1 + random.nextInt(head));
  }

  /** Mostly its own profile. */
  private String target(World world, String session) {
    Optional<String> own = world.session(session).profile();
    return world.hasProfile(own) && random.nextInt(3) > 0
        ? own.orElseThrow()
        : one(world.profiles().keySet());
  }

  private String one(Collection<String> all) {
    return List.copyOf(all).get(random.nextInt(all.size()));
  }

  private Mark one(List<Mark> all) {
    return all.get(random.nextInt(all.size()));
  }

  private List<String> some(Collection<String> all) {
    List<String> chosen = new ArrayList<>(all);
    chosen.removeIf(_ -> random.nextInt(3) > 0);
    return chosen;
  }
}
