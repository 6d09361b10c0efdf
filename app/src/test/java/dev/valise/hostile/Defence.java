package dev.valise.hostile;

import dev.valise.chromium.isolation.Isolation;
import dev.valise.chromium.isolation.Tier;
import java.util.List;

/** A server that keeps its browsers apart in some way. */
record Defence(Runner runner, Isolation isolation, Tier tier) {

  /** All there are, each with what the kernel must give for it. */
  static final List<Defence> ALL =
      List.of(
          new Defence(Runner.ROOT, Isolation.OFF, Tier.NONE),
          new Defence(Runner.ROOT, Isolation.STRICT, Tier.ROOT),
          new Defence(Runner.ROOT, Isolation.BASIC, Tier.LANDLOCK),
          new Defence(Runner.NORMAL_USER, Isolation.OFF, Tier.NONE),
          new Defence(Runner.NORMAL_USER, Isolation.STRICT, Tier.USER),
          new Defence(Runner.NORMAL_USER, Isolation.BASIC, Tier.LANDLOCK));

  static List<Defence> of(Runner runner) {
    return ALL.stream().filter(defence -> defence.runner() == runner).toList();
  }

  @Override
  public String toString() {
    return "tier %s, server of %s"
        .formatted(tier.word(), runner == Runner.ROOT ? "root" : "a normal user");
  }
}
