"""The version of the package: that of LayerDyn (VersionPrefix in Directory.Build.props); a test holds the two together.
"""

__version__ = "0.2.0"
