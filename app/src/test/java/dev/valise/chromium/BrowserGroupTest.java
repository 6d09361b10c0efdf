package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.limits.BrowserLimits;
import dev.valise.chromium.limits.LimitedStart;
import dev.valise.chromium.limits.Limiter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With groups where this user may make some, and without them elsewhere. */
class BrowserGroupTest {
  private static final Limiter LIMITER = Limiter.ofThisMachine(BrowserLimits.none());
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void everyFolderHasANameOfItsOwn() {
    assertThat(BrowserGroup.nameFor(Path.of("/data/checkouts/abc123")))
        .matches("valise-abc123-[0-9a-f]{12}")
        .isNotEqualTo(BrowserGroup.nameFor(Path.of("/other/checkouts/abc123")));
    assertThat(BrowserGroup.nameFor(Path.of("/data/my profile.é/" + "x".repeat(300))))
        .matches("valise-x{60}-[0-9a-f]{12}");
    assertThat(BrowserGroup.nameFor(Path.of("/a b/.ö"))).matches("valise-__-[0-9a-f]{12}");
    assertThat(BrowserGroup.nameFor(Path.of("/"))).matches("valise-null-[0-9a-f]{12}");
  }

  @Test
  void whoeverIsInTheGroupBelongsToTheBrowserWhereverItHides() throws Exception {
    String name = BrowserGroup.nameFor(folder);
    LimitedStart limits = LIMITER.prepare(name, false);
    assertThat(limits.group().isPresent()).isEqualTo(LIMITER.hasGroups());
    // Left its session and its parent.
    String script = "(setsid sh -c 'echo $$; exec sleep 600' &); exec sleep 600";
    Process root =
        new ProcessBuilder(limits.command(List.of("setsid", "sh", "-c", script))).start();
    long hidden = Long.parseLong(root.inputReader().readLine());
    ProcessIdentity hiding = ProcessIdentity.of(hidden).orElseThrow();
    ProcessTable table = ProcessTable.ofThisMachine();
    var tree =
        new ProcessTree(
            table,
            table.find(root.pid()).orElseThrow().identity(),
            Set.of(),
            BrowserGroup.leftOn(folder, LIMITER));
    try {
      assertThat(tree.members().contains(hiding)).isEqualTo(LIMITER.hasGroups());
      tree.freeze();
      tree.thaw();
      assertThat(tree.kill(Deadline.after(LIMIT))).isTrue();
      assertThat(hiding.isAlive()).isEqualTo(!LIMITER.hasGroups());
      tree.group().delete();
      tree.group().delete();
      assertThat(LIMITER.existingGroup(name)).isEmpty();
    } finally {
      HeldProcess.hold(hiding, table)
          .ifPresent(held -> {
            try (HeldProcess found = held) {
              found.kill();
            }
          });
      root.destroyForcibly();
    }
  }
}
