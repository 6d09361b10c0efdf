package dev.valise.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.chromium.ChromiumInstallation;
import dev.valise.chromium.ChromiumLauncher;
import dev.valise.chromium.CloseReport;
import dev.valise.chromium.LaunchRequest;
import dev.valise.chromium.RunningChromium;
import dev.valise.testing.FolderContent;
import dev.valise.testing.Tab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Chromium leaves behind. */
final class OriginsIT {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<String> WAYS =
      List.of("local()", "indexed()", "cached()", "worker()", "files()");

  @TempDir private Path folder;
  private StorageSite site;
  private RunningChromium browser;
  private final SortedSet<WebOrigin> written = new TreeSet<>();

  @BeforeEach
  void start() throws Exception {
    site = StorageSite.start();
    browser = launch(List.of());
  }

  @AfterEach
  void stop() throws Exception {
    browser.kill();
    site.close();
  }

  @Test
  void beforeTheFirstPageThereAreNone() throws Exception {
    close();

    assertThat(Origins.of(folder)).isEqualTo(new OriginsFound(new TreeSet<>(), List.of()));
  }

  @Test
  void findsExactlyTheOriginsThatKeptSomething() throws Exception {
    visitAll();
    evaluate("visited", "'ok'");
    evaluate("read", "localStorage.getItem('key') ?? 'ok'");
    evaluate("emptied", "local(), localStorage.clear(), 'ok'");
    evaluate("cookie", "document.cookie = 'a=b; Max-Age=1000', 'ok'");
    evaluate("top", "framed('" + site.origin("framed") + "/frame')");
    written.add(new WebOrigin(site.origin("framed")));
    close();
    Map<String, String> before = FolderContent.of(folder);

    long start = System.nanoTime();
    OriginsFound found = Origins.of(folder);
    System.out.println("40 origins: " + (System.nanoTime() - start) / 1000 + " us the first time");

    assertThat(found).isEqualTo(new OriginsFound(written, List.of()));
    assertThat(FolderContent.of(folder)).isEqualTo(before);
  }

  @Test
  void findsThemOnceChromiumHasCompactedItsDatabases() throws Exception {
    visitAll();
    for (int session = 0; session < 3; session++) {
      evaluate("large" + session, "localStorage.setItem('large', 'x'.repeat(300000)), 'ok'");
      written.add(new WebOrigin(site.origin("large" + session)));
      close();
      browser = launch(List.of());
    }
    close();

    assertThat(folder.resolve("Default/Local Storage/leveldb"))
        .isDirectoryContaining("glob:**.ldb");
    assertThat(Origins.of(folder)).isEqualTo(new OriginsFound(written, List.of()));
  }

  @Test
  void findsThemInTheDatabasesThatLaterVersionsMayUse() throws Exception {
    close();
    browser =
        launch(
            List.of(
                "--enable-features=DomStorageSqlite,DomStorageSqliteNewDatabases,"
                    + "IdbSqliteBackingStore,IdbSqliteOnDiskRollout"));
    visitAll();
    evaluate("emptied", "local(), localStorage.clear(), 'ok'");
    close();

    assertThat(Origins.of(folder)).isEqualTo(new OriginsFound(written, List.of()));
  }

  @Test
  void afterAKillNothingIsThatWasNotWritten() throws Exception {
    visitAll();

    browser.kill();

    assertThat(Origins.of(folder).origins())
        .isSubsetOf(written)
        .as("IndexedDB, which does not wait")
        .contains(new WebOrigin(site.origin("site1")));
  }

  /** Forty origins, each with one kind of storage. */
  private void visitAll() throws Exception {
    for (int i = 0; i < 40; i++) {
      evaluate("site" + i, WAYS.get(i % WAYS.size()));
      written.add(new WebOrigin(site.origin("site" + i)));
    }
  }

  private void evaluate(String host, String expression) throws Exception {
    try (Tab tab = Tab.open(browser.devTools(), site.origin(host) + "/")) {
      assertThat(tab.evaluate(expression)).as(expression).isEqualTo("ok");
    }
  }

  private RunningChromium launch(List<String> extraFlags) throws Exception {
    var launcher =
        new ChromiumLauncher(ChromiumInstallation.find(System.getenv()), System.getenv());
    return launcher.launch(
        LaunchRequest.on(folder).withStartLimit(LIMIT).withExtraFlags(extraFlags));
  }

  private void close() throws InterruptedException {
    assertThat(browser.close(LIMIT)).isInstanceOf(CloseReport.Clean.class);
  }
}
