/**
 * Writes a folder so that it is there whole or not at all: `fill` writes into a
 * temporary one beside it, which then takes its name and its place.
 */
export async function writeFolderAtomically(
  path: string,
  fill: (temporaryPath: string) => Promise<void>,
): Promise<void> {
  const id = crypto.randomUUID();
  const temporaryPath = `${path}.${id}.tmp`;
  const formerPath = `${path}.${id}.old`;
  try {
    await Deno.mkdir(temporaryPath, { recursive: true });
    await fill(temporaryPath);
    const hasFormer = await renameIfThere(path, formerPath);
    try {
      await Deno.rename(temporaryPath, path);
    } catch (error) {
      if (hasFormer) await Deno.rename(formerPath, path);
      throw error;
    }
  } catch (error) {
    await removeQuietly(temporaryPath);
    throw error;
  }
  await removeQuietly(formerPath);
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await Deno.rename(from, to);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

async function removeQuietly(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(() => {});
}
