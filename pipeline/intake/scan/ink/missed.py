"""Stub"""
def missed(grey, lines, drawings): return ()
