package dev.valise.testing;

import dev.valise.crypto.RootKey;
import dev.valise.crypto.RootKeyStore;
import dev.valise.disk.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** The root key in its file, each use of which is a call that may fail. */
public record FaultyRootKey(Path file, Faults faults) implements RootKeyStore {

  @Override
  public RootKey read() throws IOException {
    return call(() -> RootKey.parse(Files.readString(file)));
  }

  @Override
  public void write(RootKey key) throws IOException {
    byte[] content = (key.reveal() + "\n").getBytes(StandardCharsets.UTF_8);
    call(() -> {
      DurableFile.write(file, content);
      return key;
    });
  }

  private RootKey call(Callable<RootKey> call) throws IOException {
    try {
      return faults.call(call, IOException::new);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
