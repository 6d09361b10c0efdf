package dev.valise.chromium;

import static org.assertj.core.api.Assertions.assertThat;

import dev.valise.cdp.DevToolsEndpoint;
import dev.valise.chromium.limits.Limiter;
import dev.valise.testing.Shell;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A user-data-dir that a hostile client filled, when a server that was killed starts again. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LeftoverChromiumTest {
  private static final String PATH = "/devtools/browser/6d9f2ab1-0000-4cf1-8a44-0123456789ab";

  @TempDir Path folder;

  private Optional<URI> endpointOf(String text) throws IOException {
    Files.writeString(folder.resolve("DevToolsActivePort"), text);
    return LeftoverChromium.endpoint(folder).map(DevToolsEndpoint::uri);
  }

  @Test
  void theEndpointIsWhereChromiumSays() throws IOException {
    assertThat(endpointOf("4711\n" + PATH)).contains(URI.create("ws://127.0.0.1:4711" + PATH));
  }

  @Test
  void noOtherAddressIsBelieved() throws IOException {
    for (String text :
        List.of(
            "",
            "4711",
            "80@example.com/\n" + PATH,
            "80\n@example.com" + PATH,
            "80\n/json/new?http://10.0.0.1/",
            "80\n" + PATH + "/../../json/close",
            "-1\n" + PATH,
            "4711\n" + PATH + "\n" + "x".repeat(5000))) {
      assertThat(endpointOf(text)).as(text).isEmpty();
    }
  }

  @Test
  void aPipeOrALinkInPlaceOfTheFileHoldsNothingUp() throws Exception {
    Shell.run(folder, "mkfifo DevToolsActivePort");
    assertThat(LeftoverChromium.endpoint(folder)).isEmpty();
    Shell.run(folder, "rm DevToolsActivePort; ln -s /dev/zero DevToolsActivePort");
    assertThat(LeftoverChromium.endpoint(folder)).isEmpty();
  }

  @Test
  void whatRunsNoMoreIsClosedAlready() throws InterruptedException {
    LeftoverChromium.close(Optional.empty(), folder, Limiter.ofProcesses());
    assertThat(folder).isEmptyDirectory();
  }
}
