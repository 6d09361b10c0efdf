package dev.valise.server;

import dev.valise.crypto.KeyException;
import dev.valise.crypto.RootKey;
import dev.valise.crypto.RootKeyStore;
import dev.valise.disk.DurableFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The root key in a file with mode 0600. */
record RootKeyFile(Path file) implements RootKeyStore {
  @Override
  public RootKey read() throws IOException {
    try {
      return RootKey.parse(Files.readString(file));
    } catch (KeyException e) {
      throw new KeyException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void write(RootKey key) throws IOException {
    DurableFile.write(file, (key.reveal() + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
