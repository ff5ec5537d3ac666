"""The whole site as files, for any server of files: drawn as the app draws it, without a server."""
