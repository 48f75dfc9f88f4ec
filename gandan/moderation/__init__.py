"""Every free text that the public may read: screened, hidden until decided, the reason kept, appeal heard."""
